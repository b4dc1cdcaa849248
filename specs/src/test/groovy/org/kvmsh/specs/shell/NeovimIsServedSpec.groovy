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

    /** Before 0.8 neovim has the parts of vim.lsp.start, and not the whole. */
    private static final String BEFORE_0_8 = '''
        if not vim.lsp.start then
          vim.lsp.start = function(config)
            vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
          end
        end'''.stripIndent()

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
        for _, item in ipairs(ask('textDocument/completion', 3, 6).items) do print('offered ' .. item.label .. '\\n') end
        vim.cmd('normal! 3Gfu')
        vim.cmd('normal! x')
        shows(0)
        print('corrected: ' .. vim.api.nvim_buf_get_lines(0, 2, 3, false)[1] .. '\\n')'''.stripIndent()

    @TempDir
    Path folder

    def "neovim shows errors, explanations and completions, and the server ends with it"() {
        given:
        def scripts = Files.createDirectories(folder.resolve('kvm-scripts'))
        def script = Files.writeString(scripts.resolve('a.groovy'), "def m = vm {\n  memory at: 0, size: 64.KB\n  vcpuu(0) { real 0x1000 } }\nm.regs\n")
        def server = StartedKvmsh.command(['lsp']).collect { "'$it'" }.join(', ')
        def configuration = (PAGE =~ /(?s)## Neovim.*?```text\n(.*?)```/)[0][1]
        assert configuration.count("cmd = { 'kvmsh', 'lsp' }") == 1
        Files.writeString(folder.resolve('before.lua'), BEFORE_0_8)
        Files.writeString(folder.resolve('session.lua'), SESSION)
        Files.writeString(folder.resolve('init.vim'), "filetype on\nluafile $folder/before.lua\n" + configuration.replace('~/kvm-scripts', scripts.toString()).replace("cmd = { 'kvmsh', 'lsp' }", "cmd = { $server }"))

        when:
        def builder = new ProcessBuilder('nvim', '--headless', '-n', '-i', 'NONE', '-u', "$folder/init.vim", script.toString(), '-c', "luafile $folder/session.lua", '-c', 'qa!')
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
        shown.contains('offered regs')
        shown.contains('corrected:   vcpu(0) { real 0x1000 } }')

        and: 'nothing of it is left'
        !children.empty
        children.each { it.onExit().get(30, TimeUnit.SECONDS) }
    }
}
