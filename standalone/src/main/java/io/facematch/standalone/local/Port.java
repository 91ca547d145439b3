package io.facematch.standalone.local;

import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The port that the API is asked to listen on; 0 for any that is free. */
record Port(int number) {
    private static final int USUAL = 8080;
    private static final int HIGHEST = 65_535;

    /** @throws CommandFailed if FACEMATCH_PORT is no port */
    static Port ofEnvironment() {
        return Environment.get("FACEMATCH_PORT").map(Port::of).orElse(new Port(USUAL));
    }

    static Port of(String text) {
        try {
            var number = Integer.parseInt(text);
            if (number >= 0 && number <= HIGHEST) {
                return new Port(number);
            }
        } catch (NumberFormatException e) {
            throw unusable(text);
        }
        throw unusable(text);
    }

    private static CommandFailed unusable(String text) {
        return new CommandFailed("FACEMATCH_PORT is '" + text + "', but must be a number from 0 to " + HIGHEST);
    }

    /** @throws CommandFailed if another program has it */
    void requireFree() {
        var address = Environment.get("FACEMATCH_ADDRESS").orElse("127.0.0.1");
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, number));
        } catch (IOException taken) {
            throw new CommandFailed("can't serve at port " + number + " of " + address + ": " + taken.getMessage()
                    + ". Stop the program that has the port, or set FACEMATCH_PORT to another.");
        }
    }

    /** The one that addresses name before the server runs. */
    int named() {
        return number == 0 ? USUAL : number;
    }
}
