package io.facematch.chaos.failpoint;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Where the product asks for the system's clock it gets one that jumps: by as many seconds as a file says at that moment. */
public final class MovedClock {
    private static final ClassDesc SOURCE = ClassDesc.of(InstantSource.class.getName());
    private static volatile Path file = Path.of("");

    private MovedClock() {}

    /** @param seconds file that holds them */
    static void read(Path seconds) {
        file = seconds;
    }

    /** In the place of {@link InstantSource#system()}. */
    public static InstantSource system() {
        return () -> Instant.now().plus(offset());
    }

    private static Duration offset() {
        try {
            return Duration.ofSeconds(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    /** The class, with this clock instead of the system's. */
    static byte[] weave(byte[] classFile) {
        var format = ClassFile.of();
        return format.transformClass(
                format.parse(classFile), ClassTransform.transformingMethodBodies((code, element) -> {
                    if (element instanceof InvokeInstruction call
                            && call.owner().asSymbol().equals(SOURCE)
                            && call.name().equalsString("system")) {
                        code.invokestatic(
                                ClassDesc.of(MovedClock.class.getName()), "system", MethodTypeDesc.of(SOURCE));
                    } else {
                        code.with(element);
                    }
                }));
    }
}
