package org.kvmsh.dsl.text;

import java.util.List;

/** What is printed in lines whose pieces have marks; its {@code toString} is the same text without them. */
public interface Marked {
    List<MarkedLine> marked();
}
