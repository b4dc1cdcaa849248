package org.kvmsh.bindings.check;

/** What the rules say of the answer to a call. */
public enum Judgement {
    /** Refused with the errno of a rule that it breaks. */
    REFUSED_AS_RULED(true),
    /** Taken, as no rule is broken, and seen: the state reads as it was set, or a guest ran afterwards. */
    TAKEN_AND_SEEN(true),
    /** Answered otherwise than the rules say. */
    DIFFERS(true),
    /** Taken, as no rule is broken, but not seen. */
    TAKEN(false),
    /** Refused with an errno that a rule has which kvmsh cannot check. */
    MAY(false),
    /** Refused with an errno that says nothing of the call: EFAULT, EINTR, ENOMEM, EMFILE. */
    NOTHING(false);

    private final boolean isJudged;

    Judgement(boolean isJudged) {
        this.isJudged = isJudged;
    }

    /** Whether it says that the kernel is right or wrong. */
    public boolean isJudged() {
        return isJudged;
    }
}
