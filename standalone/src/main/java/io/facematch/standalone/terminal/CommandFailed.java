package io.facematch.standalone.terminal;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.stream.Stream;

/** Why a command could not do its work, for the person who typed it. */
public final class CommandFailed extends RuntimeException {
    public static final int EXIT_CODE = 1;

    public CommandFailed(String message) {
        super(message);
    }

    /** The innermost message says what is wrong; those around it say only where that was found. */
    public static String inWords(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                .reduce((outer, inner) ->
                        inner.getMessage() == null && !(inner instanceof UnresolvedAddressException) ? outer : inner)
                .map(CommandFailed::ownWords)
                .orElse("an unknown failure");
    }

    private static String ownWords(Throwable failed) {
        if (failed instanceof UnresolvedAddressException || failed instanceof UnknownHostException) {
            return "there is no host of this name";
        }
        if (failed instanceof ConnectException && failed.getMessage() == null) {
            return "the connection was refused";
        }
        return switch (failed) {
            // Their messages are the path alone.
            case AccessDeniedException denied -> denied.getMessage() + ": permission denied";
            case NoSuchFileException missing -> missing.getMessage() + ": there is no such file or folder";
            case NotDirectoryException file -> file.getMessage() + ": is not a folder";
            case DirectoryNotEmptyException full -> full.getMessage() + ": is a folder that is not empty";
            case FileAlreadyExistsException there -> there.getMessage() + ": already exists";
            default -> failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        };
    }
}
