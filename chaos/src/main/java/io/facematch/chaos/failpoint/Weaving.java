package io.facematch.chaos.failpoint;

import io.facematch.chaos.failpoint.FailPoint.Place;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A class with calls to {@link Hits} at the places of a fail point.
 *
 * @param bytes the class file
 * @param places how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Weaving(byte[] bytes, int places) {
    private static final ClassDesc HITS = ClassDesc.of(Hits.class.getName());
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    private static final MethodTypeDesc OF_BYTES = MethodTypeDesc.of(ConstantDescs.CD_void, BYTES);

    /** @throws IllegalStateException if the class has no such place: then the product has changed, and the point must follow */
    public static Weaving weave(byte[] classFile, FailPoint point) {
        var format = ClassFile.of();
        var places = new AtomicInteger();
        var woven = format.transformClass(
                format.parse(classFile),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString(point.method())
                                // The compiler's own, which only calls the one that was meant.
                                && !method.flags().has(AccessFlag.BRIDGE),
                        transform(point, places)));
        if (places.get() == 0) {
            throw new IllegalStateException("the product has no place for " + point);
        }
        return new Weaving(woven, places.get());
    }

    private static CodeTransform transform(FailPoint point, AtomicInteger places) {
        return CodeTransform.ofStateful(() -> new AtPlaces(point, places));
    }

    private static final class AtPlaces implements CodeTransform {
        private final FailPoint point;
        private final AtomicInteger places;

        AtPlaces(FailPoint point, AtomicInteger places) {
            this.point = point;
            this.places = places;
        }

        @Override
        public void atStart(CodeBuilder code) {
            if (point.place() != Place.ENTRY) {
                return;
            }
            places.incrementAndGet();
            if (point.marker() == null) {
                code.invokestatic(HITS, "hit", NOTHING);
            } else {
                code.aload(code.parameterSlot(0)).invokestatic(HITS, "hit", OF_BYTES);
            }
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (isAt(element, Place.BEFORE)
                    || (point.place() == Place.RETURN && element instanceof ReturnInstruction)) {
                insert(code);
            }
            code.with(element);
            if (isAt(element, Place.AFTER)) {
                insert(code);
            }
        }

        private boolean isAt(CodeElement element, Place place) {
            return point.place() == place
                    && element instanceof InvokeInstruction call
                    && call.name().equalsString(String.valueOf(point.called()));
        }

        private void insert(CodeBuilder code) {
            places.incrementAndGet();
            code.invokestatic(HITS, "hit", NOTHING);
        }
    }
}
