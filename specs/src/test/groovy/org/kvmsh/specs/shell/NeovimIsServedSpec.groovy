package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** A real editor with the configuration of docs/guide/editors.md. */
@Needs('nvim')
class NeovimIsServedSpec extends Specification {
    private static final String PAGE = Kvmsh.ROOT.resolve('docs/guide/editors.md').toFile().text

    /** What a person does, and what the editor then shows. */
    private static final String SESSION = '''
        local function ask(method, line, character)
          local answers = vim.lsp.buf_request_sync(0, method, { textDocument = vim.lsp.util.make_text_document_params(),
              position = { line = line, character = character } }, 60000)
          for _, answer in pairs(answers or {}) do return answer.result end
        end
        local function shows(count)
          vim.wait(60000, function() return #vim.diagnostic.get(0) == count end, 20)
          for _, error in ipairs(vim.diagnostic.get(0)) do
            print('error ' .. error.lnum .. ':' .. error.col .. '-' .. error.end_col .. ' ' .. error.message:gsub('\\n', '; ') .. '\\n')
          end
        end
        shows(1)
        print('hover ' .. ask('textDocument/hover', 1, 4).contents.value:match('[^\\n]+') .. '\\n')
        print('signature ' .. ask('textDocument/signatureHelp', 1, 4).signatures[1].label .. '\\n')
        for _, symbol in ipairs(ask('textDocument/documentSymbol', 0, 0)) do print('symbol ' .. symbol.name .. '\\n') end
        for _, item in ipairs(ask('textDocument/completion', 3, 6).items) do print('offered ' .. item.label .. '\\n') end
        vim.cmd('normal 4Ggd')
        vim.wait(60000, function() return vim.fn.line('.') == 1 end, 20)
        print('defined ' .. vim.fn.line('.') .. ':' .. vim.fn.col('.') .. '\\n')
        vim.cmd('normal! 3Gfu')
        vim.cmd('normal! x')
        shows(0)
        print('corrected: ' .. vim.api.nvim_buf_get_lines(0, 2, 3, false)[1] .. '\\n')'''.stripIndent()

    @TempDir
    Path folder

    def "neovim shows the errors and the names of a script in #language, and the server ends with it"() {
        given:
        def scripts = Files.createDirectories(folder.resolve('kvm-scripts'))
        def script = Files.writeString(scripts.resolve("a.$language"), text)
        def server = StartedKvmsh.command(['lsp']).collect { "'$it'" }.join(', ')
        def configuration = (PAGE =~ /(?s)## Neovim.*?```text\n(.*?)```/)[0][1]
        assert configuration.count("cmd = { 'kvmsh', 'lsp' }") == 1
        Files.writeString(folder.resolve('session.lua'), SESSION)
        Files.writeString(folder.resolve('init.lua'), configuration.replace('~/kvm-scripts', scripts.toString()).replace("cmd = { 'kvmsh', 'lsp' }", "cmd = { $server }"))

        when:
        def builder = new ProcessBuilder('nvim', '--headless', '-n', '-i', 'NONE', '-u', "$folder/init.lua", script.toString(), '-c', "luafile $folder/session.lua", '-c', 'qa!')
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve('out').toFile())
        builder.environment().putAll([HOME: folder.toString(), XDG_STATE_HOME: folder.toString(), XDG_CACHE_HOME: folder.toString(), XDG_DATA_HOME: folder.toString(), XDG_CONFIG_HOME: folder.toString()])
        def editor = builder.start()
        def children = []
        while (editor.alive && children.empty) {
            children = editor.descendants().toList()
            sleep 20
        }
        def ended = editor.waitFor(120, TimeUnit.SECONDS)
        editor.destroyForcibly()
        def shown = folder.resolve('out').toFile().readLines()*.trim().findAll()

        then:
        ended
        shown.findAll { it.startsWith('error') } == ["error 2:2-7 unknown word 'vcpuu'; did you mean 'vcpu'?"]
        shown.contains('hover ### `memory`')
        shown.any { it.startsWith('signature memory') }
        shown.contains('symbol m')
        shown.contains('offered regs')
        shown.contains("defined $defined".toString())
        shown.contains("corrected: $corrected".toString())

        and: 'nothing of it is left'
        !children.empty
        children.each { it.onExit().get(30, TimeUnit.SECONDS) }

        where:
        language | text                                                                                               || defined | corrected
        'groovy' | 'def m = vm {\n  memory at: 0, size: 64.KB\n  vcpuu(0) { real 0x1000 } }\nm.regs\n'                || '1:5'   | '  vcpu(0) { real 0x1000 } }'
        'js'     | 'const m = vm({\n  memory: {at: 0, size: KB(64)},\n  vcpuu: {real: 0x1000}})\nm.regs\n'             || '1:7'   | '  vcpu: {real: 0x1000}})'
    }
}
