package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.SlurmCluster
import org.opentest4j.TestAbortedException
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Specs with a Slurm of their own on this machine. */
abstract class FarmSpecification extends Specification {
    @Shared
    @TempDir
    Path home

    @TempDir
    Path folder

    @Shared
    @AutoCleanup
    SlurmCluster slurm

    def setupSpec() {
        Needed.orSkip(SlurmCluster.NEEDED)
        try {
            slurm = new SlurmCluster(home, nodes())
        } catch (IllegalStateException e) {
            throw new TestAbortedException("Slurm does not start on this machine: $e.message")
        }
    }

    /** How many nodes its farm has. */
    protected int nodes() {
        20
    }

    /** A run on the farm whose results are in farm.json. */
    protected Kvmsh.Result onFarm(Map<String, String> environment = slurm.environment, String... arguments) {
        Kvmsh.runWith(environment, '', 'test', *arguments, *('--farm' in arguments ? [] : ['--farm', 'slurm']), '--run', at('run'), '--output', "json=${at('farm.json')}")
    }

    /** A farm on which all boards ask for something, such as tasks of a second. */
    protected String asking(String asked = "shard = '1s'") {
        Files.writeString(folder.resolve('farm.toml'), "[[board]]\nname = '*'\n$asked\n")
    }

    /** How many tasks an attempt had. */
    protected int tasks(int attempt = 1) {
        Files.list(folder.resolve("run/attempt-$attempt")).withCloseable { it.filter { Files.isDirectory(it) }.count() }
    }

    /** Board, script, test and verdict of each test. */
    protected List<List<String>> verdicts(String file) {
        Json.value(Files.readString(folder.resolve(file)).replace('\n', '')).boards.collectMany { board ->
            board.scripts.collectMany { script -> script.tests.collect { [board.board, script.script, it.name, it.verdict] } }
        }
    }

    protected String at(String name) {
        folder.resolve(name)
    }

    protected void file(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }
}
