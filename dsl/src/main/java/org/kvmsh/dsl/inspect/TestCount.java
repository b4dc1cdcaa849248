package org.kvmsh.dsl.inspect;

/** What was counted in a test beside its result: moves of its machines, or second calls. */
public sealed interface TestCount permits MoveCount, RefusalCount {}
