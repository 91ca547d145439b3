package io.facematch.card.folder;

/** What may stand in a text that other people wrote and that a terminal and a page show. */
final class Text {
    private static final int LONGEST = 2000;

    private Text() {}

    /** @throws InvalidCard if it is too long, or has line ends or other characters that do more than be seen */
    static void require(String text, String member) {
        if (text.length() > LONGEST) {
            throw new InvalidCard(member + " must have at most " + LONGEST + " characters");
        }
        if (!text.codePoints().allMatch(Text::isVisible)) {
            throw new InvalidCard(member + " must be one line of visible characters");
        }
    }

    /** The text with a question mark in place of each character that does more than be seen. */
    static String visible(String text) {
        return text.codePoints()
                .map(character -> isVisible(character) ? character : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
