package io.facematch.standalone.local;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** The port that the API is asked to listen on; 0 for any that is free. */
record Port(int number) {
    private static final int USUAL = 8080;
    private static final int HIGHEST = 65_535;

    /** @throws CommandFailed if FACEMATCH_PORT is no port */
    static Port ofEnvironment() {
        return Environment.get("FACEMATCH_PORT")
                .map(text -> of("FACEMATCH_PORT", text))
                .orElse(new Port(USUAL));
    }

    /**
     * That of health and metrics.
     *
     * @param usual when FACEMATCH_MANAGEMENT_PORT names none
     * @throws CommandFailed if it is no port
     */
    static Optional<Port> ofManagement(Optional<Integer> usual) {
        return Environment.get("FACEMATCH_MANAGEMENT_PORT")
                .map(text -> of("FACEMATCH_MANAGEMENT_PORT", text))
                .or(() -> usual.map(Port::new));
    }

    static Port of(String text) {
        return of("FACEMATCH_PORT", text);
    }

    private static Port of(String variable, String text) {
        try {
            var number = Integer.parseInt(text);
            if (number >= 0 && number <= HIGHEST) {
                return new Port(number);
            }
        } catch (NumberFormatException e) {
            throw unusable(variable, text);
        }
        throw unusable(variable, text);
    }

    private static CommandFailed unusable(String variable, String text) {
        return new CommandFailed(variable + " is '" + text + "', but must be a number from 0 to " + HIGHEST);
    }

    /** @throws CommandFailed if another program has it */
    void requireFree() {
        requireFree("FACEMATCH_ADDRESS", "FACEMATCH_PORT");
    }

    /** The same of the port for health and metrics. */
    void requireFreeForManagement() {
        requireFree("FACEMATCH_MANAGEMENT_ADDRESS", "FACEMATCH_MANAGEMENT_PORT");
    }

    private void requireFree(String ofAddress, String ofPort) {
        var address = Environment.get(ofAddress).orElse("127.0.0.1");
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, number));
        } catch (IOException taken) {
            throw new CommandFailed("can't serve at port " + number + " of " + address + ": " + taken.getMessage()
                    + ". Stop the program that has the port, or set " + ofPort + " to another.");
        }
    }

    /** The one that addresses name before the server runs. */
    int named() {
        return number == 0 ? USUAL : number;
    }
}
