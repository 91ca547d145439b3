package io.facematch.api.webhooks.address;

import java.net.InetAddress;

/** All addresses that begin with the same bits. */
final class Network {
    private final byte[] start;
    private final int bits;

    private Network(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /**
     * Of an address, {@code /}, and how many bits count.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Network of(String text) {
        var slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a network has a slash");
        }
        var start = InetAddress.ofLiteral(text.substring(0, slash).strip()).getAddress();
        var bits = Integer.parseInt(text.substring(slash + 1).strip());
        if (bits < 0 || bits > start.length * Byte.SIZE) {
            throw new IllegalArgumentException("a network has as many bits as its address, or less");
        }
        return new Network(start, bits);
    }

    boolean has(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != start.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> (bit % Byte.SIZE);
            if (((bytes[bit / Byte.SIZE] ^ start[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
