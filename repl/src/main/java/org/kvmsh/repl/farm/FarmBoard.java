package org.kvmsh.repl.farm;

import java.util.List;

/**
 * A board and the scripts that are to run on it.
 *
 * @param name as it was asked for; it may have a token
 * @param title the name in results, without a token
 */
public record FarmBoard(String name, String title, List<FarmScript> scripts) {}
