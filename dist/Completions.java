import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kvmsh.repl.Main;
import picocli.AutoComplete;

/** Writes the completions of kvmsh's commands for bash and zsh, where these shells look for them below share. */
final class Completions {
    /** zsh reads bash's file, which is beside it or, in a package of Debian, below /usr/share all the same. */
    private static final String ZSH = String.join(
            "\n",
            "#compdef kvmsh",
            "autoload -U +X bashcompinit && bashcompinit",
            // Picocli's alias for it is not seen where zsh loads this file.
            "compopt() { : }",
            "source ${${(%):-%x}:A:h}/../../bash-completion/completions/kvmsh",
            "_bash_complete -o default -F _complete_kvmsh",
            "");

    private Completions() {}

    /** Picocli's script takes away the completion of files, which a script's name needs. */
    private static String script() {
        return AutoComplete.bash("kvmsh", Main.commands())
                .replaceFirst("#!.*\n", "")
                .replaceAll("(?m)^ *type compopt &>/dev/null && compopt \\+o default\n", "");
    }

    /** The directory share. */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0]);
        Path bash = Files.createDirectories(share.resolve("bash-completion/completions"));
        // Shells read the file; nothing runs it.
        Files.writeString(bash.resolve("kvmsh"), script());
        Path zsh = Files.createDirectories(share.resolve("zsh/site-functions"));
        Files.writeString(zsh.resolve("_kvmsh"), ZSH);
    }
}
