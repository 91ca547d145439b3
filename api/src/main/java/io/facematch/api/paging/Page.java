package io.facematch.api.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a longer list.
 *
 * @param nextCursor to be given back as {@code cursor} for the next page; absent on the last
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /**
     * @param found one item more than asked for, if there are so many: that is how the last page is known
     * @param cursor names an item's place in the list
     */
    public static <S, T> Page<T> of(List<S> found, int limit, Function<S, String> cursor, Function<S, T> view) {
        var page = found.size() > limit ? found.subList(0, limit) : found;
        return new Page<>(page.stream().map(view).toList(), found.size() > limit ? cursor.apply(page.getLast()) : null);
    }
}
