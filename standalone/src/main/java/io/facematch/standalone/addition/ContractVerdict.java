package io.facematch.standalone.addition;

import io.facematch.standalone.terminal.CommandFailed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a contract is the right one for a network, judged by how well it tells the sample people apart.
 *
 * @param id of the model, for messages
 * @param results of the stated contract, and of the presets that the network takes, the most common one first
 */
record ContractVerdict(String id, List<TrialResult> results) {
    /**
     * How much of the best distance the stated contract must reach. With the order of the colours wrong, the embedders
     * we know reach 0.87 to 1.01 of the distance of the right one; presets that hardly differ lie within 0.01.
     */
    private static final double ENOUGH = 0.95;

    /** Of presets that differ by less, the more common one comes first. */
    private static final double SAME = 0.99;

    ContractVerdict {
        results = List.copyOf(results);
    }

    /** Without a stated contract there is only advice. */
    String advice() {
        return best().map(best -> "the sample people are told apart best with the contract " + best.contract() + " ("
                        + numbers(best) + "): if the model's documentation does not speak against it, add --contract "
                        + best.contract())
                .orElseGet(this::nothingFits);
    }

    /**
     * @param trusted whether the contract is to be taken though another one is a little better
     * @throws CommandFailed if it is not the right one
     */
    TrialResult require(String stated, boolean trusted) {
        var asked = results.stream()
                .filter(result -> result.contract().equals(stated))
                .findFirst()
                .orElseThrow();
        if (!asked.isClear()) {
            throw new CommandFailed(failure(asked) + "; "
                    + best().map(best -> "with the contract " + best.contract() + " it tells the sample people apart ("
                                    + numbers(best) + "): use --contract " + best.contract())
                            .orElseGet(this::nothingFits));
        }
        var best = best().orElseThrow();
        if (!trusted && asked.distance() < ENOUGH * best.distance()) {
            throw new CommandFailed(id + " tells the sample people apart better with the contract " + best.contract()
                    + " ("
                    + numbers(best) + ") than with " + stated + " (" + numbers(asked) + "): use --contract "
                    + best.contract() + ", or add --trust-contract if the model's documentation says otherwise");
        }
        return asked;
    }

    private String failure(TrialResult asked) {
        return asked.problem() == null
                ? id + " does not tell the sample people apart with the contract " + asked.contract() + " ("
                        + numbers(asked) + ")"
                : id + " can't be used with the contract " + asked.contract() + ": " + asked.problem();
    }

    private String nothingFits() {
        return "none of the presets fits that could be tried ("
                + String.join(", ", results.stream().map(TrialResult::contract).toList())
                + "). Look for the contract in the model's documentation, and write it into a JSON file for --contract:"
                + " docs/models.md says how";
    }

    private Optional<TrialResult> best() {
        var clear = results.stream().filter(TrialResult::isClear).toList();
        var most = clear.stream().mapToDouble(TrialResult::distance).max().orElse(0);
        return clear.stream().filter(result -> result.distance() >= SAME * most).findFirst();
    }

    static String numbers(TrialResult result) {
        var separation = result.separation();
        return separation == null
                ? String.valueOf(result.problem())
                : String.format(
                        Locale.ROOT,
                        "separation %.1f: cosine %.2f of the same person, %.2f of different persons",
                        separation.distance(),
                        separation.samePerson(),
                        separation.differentPersons());
    }
}
