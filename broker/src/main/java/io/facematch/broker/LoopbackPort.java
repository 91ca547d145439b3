package io.facematch.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A port of this machine, as its own processes reach it. */
record LoopbackPort(int number) {
    /** The system's tables of connections, with 127.0.0.1 as each of them writes it. */
    private static final Map<Path, String> TABLES = Map.of(
            Path.of("/proc/net/tcp"), "0100007F",
            Path.of("/proc/net/tcp6"), "0000000000000000FFFF00000100007F");

    private static final String LISTENING = "0A";

    // Their columns.
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int USER = 7;

    boolean isFree() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Whether who listens at 127.0.0.1 is this user, and not somebody who was faster. True where the system does not
     * tell.
     *
     * @param user the number of the user
     */
    boolean isListenedToBy(int user) throws IOException {
        var isTold = false;
        for (var table : TABLES.entrySet()) {
            if (Files.exists(table.getKey())) {
                isTold = true;
                var address = String.format("%s:%04X", table.getValue(), number);
                if (Files.readAllLines(table.getKey()).stream()
                        .map(line -> line.strip().split("\\s+", -1))
                        .anyMatch(columns -> columns[LOCAL_ADDRESS].equals(address)
                                && columns[STATE].equals(LISTENING)
                                && columns[USER].equals(Integer.toString(user)))) {
                    return true;
                }
            }
        }
        return !isTold;
    }
}
