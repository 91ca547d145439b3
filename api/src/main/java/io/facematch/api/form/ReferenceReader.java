package io.facematch.api.form;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.tenant.ClientReference;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a client says about its submission, from the parts of a form or from its address. */
public final class ReferenceReader {
    public static final String CONSENT_REF = "consent_ref";
    public static final String REFERENCE = "reference";

    private static final int MOST_CHARACTERS = 256;
    /** What takes the place of bytes that are no UTF-8. */
    private static final int REPLACEMENT = 0xFFFD;

    private final Set<String> seen = new HashSet<>();
    private @Nullable String consentRef;
    private @Nullable String reference;

    /** @param ofAddress counts where no part of the same name comes */
    public ReferenceReader(ClientReference ofAddress) {
        this.consentRef = ofAddress.consentRef();
        this.reference = ofAddress.reference();
    }

    /**
     * Reads a part if it is one of the two.
     *
     * @return false for another part, of which nothing was read
     * @throws Problem 400 or 413
     */
    public boolean take(FormPart part) throws IOException {
        var name = part.name();
        if (!name.equals(CONSENT_REF) && !name.equals(REFERENCE)) {
            return false;
        }
        if (!seen.add(name)) {
            throw part.twice();
        }
        var text = checked(name, part.text());
        if (name.equals(CONSENT_REF)) {
            consentRef = text;
        } else {
            reference = text;
        }
        return true;
    }

    public ClientReference reference() {
        return new ClientReference(consentRef, reference);
    }

    /**
     * The text itself, or null when it says nothing.
     *
     * @throws Problem 400 for a text that is too long, or not one line of plain text
     */
    public static @Nullable String checked(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER, name + " may have " + MOST_CHARACTERS + " characters at most.");
        }
        if (text.codePoints().anyMatch(ReferenceReader::isRefused)) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER,
                    name + " must be one line of text in UTF-8, without control characters.");
        }
        return text;
    }

    private static boolean isRefused(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> character == REPLACEMENT;
        };
    }
}
