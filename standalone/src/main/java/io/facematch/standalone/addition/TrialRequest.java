package io.facematch.standalone.addition;

import java.util.List;

/**
 * What a trial is to look at, as one process hands it to the other.
 *
 * @param id of the model
 * @param folder of its file
 * @param file its name there
 * @param sha256 of the file
 */
record TrialRequest(String id, String folder, String file, String sha256, long bytes, List<NamedContract> contracts) {
    TrialRequest {
        contracts = List.copyOf(contracts);
    }
}
