package org.kvmsh.repl.farm;

import java.util.List;

/**
 * The request to a farm: what it is to run, and how.
 *
 * @param arguments the args of every script
 * @param options of kvmsh test, for each task
 */
public record FarmAsked(List<FarmBoard> boards, List<String> arguments, List<String> options, BoardNeeds needs) {}
