package org.kvmsh.dsl.session.test;

import org.kvmsh.dsl.script.Site;

/**
 * An expectation in the text of a script.
 *
 * @param test the line of the test that it is written in; 0 for none
 */
public record ExpectationPlace(Site site, int test) {}
