package io.facematch.standalone.addition;

import io.facematch.card.ChannelOrder;
import io.facematch.card.PixelContract;
import io.facematch.card.folder.InputContract;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The contracts that most published embedders have. */
final class ContractPresets {
    /** Where ArcFace, and what came after it, has the landmarks in a crop of 112 pixels. */
    private static final List<List<Double>> ARCFACE = List.of(
            List.of(38.2946, 51.6963),
            List.of(73.5318, 51.5014),
            List.of(56.0252, 71.7366),
            List.of(41.5493, 92.3655),
            List.of(70.7299, 92.2041));

    /** Where Intel's Open Model Zoo has them in a crop of 128 pixels. */
    private static final List<List<Double>> OPEN_MODEL_ZOO = List.of(
            List.of(40.3928, 59.081486),
            List.of(87.375734, 59.081486),
            List.of(64.0336, 81.984686),
            List.of(44.732401, 105.560571),
            List.of(83.639867, 105.560571));

    private static final List<NamedContract> ALL = List.of(
            arcFace("arcface-112", ChannelOrder.RGB, 127.5, 127.5),
            arcFace("arcface-112-128", ChannelOrder.RGB, 127.5, 128),
            arcFace("arcface-112-bgr", ChannelOrder.BGR, 127.5, 127.5),
            arcFace("arcface-112-bgr-128", ChannelOrder.BGR, 127.5, 128),
            arcFace("arcface-112-unit", ChannelOrder.RGB, 0, 255),
            arcFace("sface-112", ChannelOrder.RGB, 0, 1),
            arcFace("sface-112-bgr", ChannelOrder.BGR, 0, 1),
            new NamedContract(
                    "omz-128", new InputContract(new PixelContract(ChannelOrder.BGR, 0, 1), 128, OPEN_MODEL_ZOO, null)),
            new NamedContract(
                    "omz-128-rgb",
                    new InputContract(new PixelContract(ChannelOrder.RGB, 0, 1), 128, OPEN_MODEL_ZOO, null)));

    private ContractPresets() {}

    static List<NamedContract> all() {
        return ALL;
    }

    static Optional<NamedContract> find(String name) {
        return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    static String names() {
        return ALL.stream().map(NamedContract::name).collect(Collectors.joining(", "));
    }

    private static NamedContract arcFace(String name, ChannelOrder order, double mean, double divisor) {
        return new NamedContract(name, new InputContract(new PixelContract(order, mean, divisor), 112, ARCFACE, null));
    }
}
