package io.facematch.standalone.espdl;

import io.facematch.standalone.espdl.EspdlGraph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Weights as ONNX has them: floating-point numbers, in the order of their dimensions.
 *
 * @param values little endian
 */
record Weights(String name, List<Long> dimensions, byte[] values) {
    /** The codes of ONNX. */
    private static final int INT8 = 3;

    private static final int INT32 = 6;

    /** Output channels lie in groups of this size, so that the processor takes a group at once. */
    private static final int GROUP = 16;

    /** The content of every tensor is filled up to a multiple of this size in bytes. */
    private static final int BLOCK = 16;

    private static final int LARGEST_EXPONENT = 64;

    /** Of each output channel a number of 32 bits. */
    static Weights bias(Tensor tensor) {
        var count = count(tensor, INT32, Integer.BYTES);
        return convert(
                tensor, tensor.dimensions(), count, index -> tensor.content().getInt(Integer.BYTES * index));
    }

    /** Of each channel the slope below zero. */
    static Weights slopes(Tensor tensor) {
        var count = count(tensor, INT8, Byte.BYTES);
        return convert(tensor, tensor.dimensions(), count, tensor.content()::get);
    }

    /** Stored as [output / 16][y][x][input][16], for ONNX [output][input][y][x]. */
    static Weights kernels(Tensor tensor) {
        var count = count(tensor, INT8, Byte.BYTES);
        var shape = Shape.of(tensor);
        return convert(
                tensor,
                List.of((long) shape.outputs, (long) shape.inputs, (long) shape.height, (long) shape.width),
                count,
                index -> tensor.content().get(shape.placeInKernels(index)));
    }

    /** Stored as a kernel of one pixel, for ONNX [input][output]. */
    static Weights matrix(Tensor tensor) {
        var count = count(tensor, INT8, Byte.BYTES);
        var shape = Shape.of(tensor);
        if (shape.height != 1 || shape.width != 1) {
            throw new UnreadableEspdl(tensor.name() + " is no matrix");
        }
        return convert(
                tensor,
                List.of((long) shape.inputs, (long) shape.outputs),
                count,
                index -> tensor.content().get(shape.placeInMatrix(index)));
    }

    /** @param number by its place in ONNX's order */
    private static Weights convert(Tensor tensor, List<Long> dimensions, int count, IntToDoubleFunction number) {
        if (tensor.exponent() < -LARGEST_EXPONENT || tensor.exponent() > LARGEST_EXPONENT) {
            throw new UnreadableEspdl(tensor.name() + " has an exponent out of range");
        }
        var unit = Math.scalb(1.0, (int) tensor.exponent());
        var values = new byte[Float.BYTES * count];
        var out = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
        for (var index = 0; index < count; index++) {
            out.putFloat((float) (number.applyAsDouble(index) * unit));
        }
        return new Weights(tensor.name(), dimensions, values);
    }

    int count() {
        return values.length / Float.BYTES;
    }

    Protobuf toOnnx() {
        var tensor = new Protobuf();
        dimensions.forEach(dimension -> tensor.number(1, dimension));
        return tensor.number(2, 1).text(8, name).bytes(9, values);
    }

    /** The file gives them as height, width, inputs, outputs; of one kernel for each channel there is one output. */
    private record Shape(int height, int width, int inputs, int outputs) {
        static Shape of(Tensor tensor) {
            if (tensor.dimensions().size() != 4) {
                throw new UnreadableEspdl(tensor.name() + " does not have four dimensions");
            }
            var sizes = tensor.dimensions().stream().mapToInt(Math::toIntExact).toArray();
            var ofEachChannel = sizes[3] == 1;
            var shape =
                    new Shape(sizes[0], sizes[1], ofEachChannel ? 1 : sizes[2], ofEachChannel ? sizes[2] : sizes[3]);
            if (shape.outputs % GROUP != 0) {
                throw new UnreadableEspdl(tensor.name() + " does not have its outputs in groups of " + GROUP);
            }
            return shape;
        }

        int placeInKernels(int index) {
            var x = index % width;
            var y = index / width % height;
            var input = index / width / height % inputs;
            return place(index / width / height / inputs, input, y, x);
        }

        int placeInMatrix(int index) {
            return place(index % outputs, index / outputs, 0, 0);
        }

        private int place(int output, int input, int y, int x) {
            return (((output / GROUP * height + y) * width + x) * inputs + input) * GROUP + output % GROUP;
        }
    }

    /** How many numbers the dimensions ask for, if that is how many there are. */
    private static int count(Tensor tensor, int type, int width) {
        if (tensor.type() != type) {
            throw new UnreadableEspdl(tensor.name() + " has numbers of another type");
        }
        var most = tensor.content().remaining() / width;
        var count = 1L;
        for (var dimension : tensor.dimensions()) {
            if (dimension < 1 || dimension > most / count) {
                throw new UnreadableEspdl(tensor.name() + " has fewer numbers than its dimensions ask for");
            }
            count *= dimension;
        }
        if ((count * width + BLOCK - 1) / BLOCK * BLOCK != tensor.content().remaining()) {
            throw new UnreadableEspdl(tensor.name() + " has more numbers than its dimensions ask for");
        }
        return (int) count;
    }

    @Override
    public String toString() {
        return "Weights[" + name + ", " + count() + " numbers]";
    }
}
