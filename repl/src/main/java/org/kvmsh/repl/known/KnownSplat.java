package org.kvmsh.repl.known;

import java.util.regex.Pattern;
import org.kvmsh.repl.cli.Excuse;

/**
 * The reports of a kernel that are known.
 *
 * @param log is searched for in a report's lines
 */
record KnownSplat(Pattern log, Excuse excuse) {}
