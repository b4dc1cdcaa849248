package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import javax.tools.ToolProvider
import org.kvmsh.specs.kit.JavadocGaps
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The Javadoc of the packages that bindings exports to everybody gives units, ranges, null and negative results, errors, and the source of each ioctl. */
@Requires(value = { ToolProvider.systemJavaCompiler != null }, reason = 'this Java has no compiler')
class JavadocOfBindingsSpec extends Specification {
    @Shared
    List<String> gaps = JavadocGaps.ofModule(Kvmsh.ROOT.resolve('bindings/src/main/java').toFile())

    @TempDir
    Path folder

    def "exported members of bindings document #what"() {
        expect:
        gaps.findAll { it.endsWith(": $what") } == []

        where:
        what << JavadocGaps.KINDS
    }

    def "a member is reported: #member"() {
        given:
        def file = Files.writeString(folder.resolve('Example.java'), "package example;\n/** An example. */\npublic class Example {\n$member\n}\n").toFile()

        expect:
        JavadocGaps.ofFile(file)*.replaceAll('^[^)]*\\)', '') == missing

        where:
        member                                                                                                    || missing
        'public void open() { }'                                                                                  || [": $JavadocGaps.SENTENCE"]
        '/** What it is. */ public int size() { return 1; }'                                                      || [": $JavadocGaps.SENTENCE"]
        '/** The bytes at an address. */ public byte[] at(long address) { return bytes; }'                        || [" address: $JavadocGaps.PARAMETER"]
        '/** Takes the entries. */ public byte[] take() { return bytes; }'                                        || [": $JavadocGaps.RESULT"]
        '/** The name. */ public String name() { return known ? name : null; }'                                   || [": $JavadocGaps.RESULT"]
        '/** Opens it. */ public void open() throws IOException { }'                                              || [" IOException: $JavadocGaps.ERRORS"]
        '/** Checks it. */ public void check() { part(); } private void part() { throw new NoSuchBoard(); }'      || [" NoSuchBoard: $JavadocGaps.ERRORS"]
        '/** KVM_RUN (api.rst 4.10). */ public IoctlResult<Integer> run() { return ioctl("KVM_RUN", 0); }'        || [": $JavadocGaps.IOCTL"]
        '/** KVM_RUN: 0, or EINTR. */ public IoctlResult<Integer> run() { return ioctl("KVM_RUN", 0); }'          || [": $JavadocGaps.IOCTL"]
        '/** KVM_RUN (api.rst 4.10): 0, or EINTR. */ public IoctlResult<Integer> run() { return ioctl("KVM_RUN", 0); }' || []
        '/** Checks it. */ public void check() { try { throw new NoSuchBoard(); } catch (NoSuchBoard e) { } }'    || []
        'void inside(long address) { }'                                                                           || []
    }
}
