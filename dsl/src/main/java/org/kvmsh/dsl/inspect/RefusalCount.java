package org.kvmsh.dsl.inspect;

/**
 * The expected refusals of a test whose calls were made again with arguments that break no rule.
 *
 * @param proved those whose second call had another answer
 * @param same those whose second calls all had the same errno
 * @param open those for which no such argument is known
 */
public record RefusalCount(int proved, int same, int open) implements TestCount {
    public static final RefusalCount NONE = new RefusalCount(0, 0, 0);

    /** The sum of both. */
    public RefusalCount and(RefusalCount other) {
        return new RefusalCount(proved + other.proved, same + other.same, open + other.open);
    }

    /** {@code 3 refusals retried: 2 with another result, 1 with the same errno, 0 without a valid argument}. */
    @Override
    public String toString() {
        int all = proved + same + open;
        return all + (all == 1 ? " refusal" : " refusals") + " retried: " + proved + " with another result, " + same
                + " with the same errno, " + open + " without a valid argument";
    }
}
