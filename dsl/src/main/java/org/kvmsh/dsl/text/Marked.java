package org.kvmsh.dsl.text;

import java.util.List;

/** A value that is printed in lines whose pieces have marks; its {@code toString} is the same text without them. */
public interface Marked {
    List<MarkedLine> marked();
}
