package org.kvmsh.dsl.lang;

import org.kvmsh.dsl.machine.BreakpointWords;
import org.kvmsh.dsl.machine.word.AddingWords;
import org.kvmsh.dsl.machine.word.ConsoleWords;
import org.kvmsh.dsl.machine.word.FirstVcpuWords;
import org.kvmsh.dsl.machine.word.InspectingWords;
import org.kvmsh.dsl.machine.word.InterruptingWords;
import org.kvmsh.dsl.machine.word.KeepingWords;
import org.kvmsh.dsl.machine.word.LiveMemoryWords;
import org.kvmsh.dsl.machine.word.RunWords;
import org.kvmsh.dsl.machine.word.SymbolWords;
import org.kvmsh.dsl.machine.word.VerifyingWords;
import org.kvmsh.dsl.word.TopLevel;

/** The words of a machine that the top level has too: there they are about the current machine. */
public interface WordsOfMachine
        extends TopLevel,
                AddingWords,
                BreakpointWords,
                ConsoleWords,
                FirstVcpuWords,
                InspectingWords,
                InterruptingWords,
                KeepingWords,
                LiveMemoryWords,
                RunWords,
                SymbolWords,
                VerifyingWords {}
