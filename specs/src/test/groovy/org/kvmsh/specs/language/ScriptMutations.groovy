package org.kvmsh.specs.language

import groovy.transform.CompileStatic
import java.nio.file.Files
import java.nio.file.Path
import java.util.regex.Pattern
import org.kvmsh.dsl.lang.Language

/**
 * Scripts that nobody would write: each is one of scripts/, damaged in a few positions. A seed reproduces the same text.
 *
 * <p>A Groovy script can do what Java can, so a mutant may only use words of the scripts: a damaged word gets a q, which no
 * harmful name of Java's or Groovy's has.
 */
@CompileStatic
class ScriptMutations {
    /** What could reach beyond kvmsh, should a script of scripts/ ever say it. */
    private static final Set<String> NEVER = ['execute', 'exec', 'exit', 'halt', 'System', 'Runtime', 'Process', 'ProcessBuilder', 'File', 'Files', 'Path', 'Paths', 'Thread', 'Class',
            'getClass', 'forName', 'newInstance', 'delete', 'deleteDir', 'append', 'evaluate', 'eval', 'Function', 'sleep', 'metaClass'] as Set
    private static final Pattern WORD = ~/(?<![\w$])[\p{L}_$][\p{L}\p{N}_$]*/
    private static final Pattern TOKEN = ~/(?s)\/\/[^\n]*|'''.*?'''|`[^`]*`|'[^'\n]*'|"[^"\n]*"|\d[\w]*(?:\.\d+)?|[\p{L}_$][\p{L}\p{N}_$]*|\s+|->|=>|\.\.|==|<<|>>|./
    private static final List<String> EDGES = ['0', '-1', '1', '4095', '4097', '0xffff', '0x10000', '0x7fffffff', '0x80000000', '0xffffffff', '0x100000000', '0x7fffffffffffffff',
            '0x8000000000000000', '0xffffffffffffffff', '0x10000000000000000', '-0x8000000000000000', '1e30', '1.5', '0.0', '-0', '00', '08', '0x', '1_000', 'null', "''", "'1'", '[]', '[1]',
            'true', '[:]', '{}', '{ }', '-', '1.MB', '128.GB', '2.s', '1n', '-1n', '0xffffffffffffffffn', 'NaN', '(1)', '1..0', '() => 1']
    private static final List<String> BRACKETS = ['(', ')', '[', ']', '{', '}', '<', '>', "'", '"', "'''", '`', ',', ';', ':', '.', '->', '=>']
    private static final List<String> NOISE = ['\0', '\t', '\r', '\n', '\f', '\u001b', '\u007f', '\u00a0', '\u2028', '\ufeff', '\ufffd', '\ud800', '\uD83D\uDE00', 'ä', '\\', '$', '@', '#', '%', '^', '&', '*', '~', '!',
            '?', '|', '/', '//', '/*', '*/', '"""', '$' + '{', '#!', '<<', '>>>', '++', '--', '=', '==', '?.', '*.', '.&', '...', '=~', '@@']

    /** A damaged script. */
    @CompileStatic
    static class Mutant {
        long seed
        /** The script it was, below scripts/. */
        String of
        Language language
        String text
        /** The board the script is for, so that most of it is valid there. */
        String home
    }

    private final Map<String, String> scripts = new TreeMap<>()
    private final Map<Language, List<List<String>>> tokens = new EnumMap<>(Language)
    private final Map<Language, List<String>> lines = new EnumMap<>(Language)
    private final Set<String> said = new HashSet<>()

    ScriptMutations(Path folder) {
        Files.walk(folder).withCloseable { found ->
            found.filter { Path file -> file.toString() ==~ /.*\.(groovy|js)/ }.forEach { Path file -> scripts[folder.relativize(file).toString()] = Files.readString(file) }
        }
        scripts.each { name, text ->
            Language language = Language.ofFile(name)
            tokens.computeIfAbsent(language) { [] } << split(text)
            lines.computeIfAbsent(language) { [] }.addAll(text.readLines())
            said.addAll(text.findAll(WORD))
        }
        EDGES.each { said.addAll(it.findAll(WORD)) }
        said.removeAll(NEVER)
    }

    private static List<String> split(String text) {
        text.findAll(TOKEN)
    }

    Mutant of(long seed) {
        Random random = new Random(seed)
        List<String> names = scripts.keySet().toList()
        // The shorter of two: what a mutant costs is its compiling, and a short script's damage is met sooner.
        String name = [names[random.nextInt(names.size())], names[random.nextInt(names.size())]].min { String one -> scripts[one].length() }
        Language language = Language.ofFile(name)
        String text = scripts[name]
        String home = name.startsWith('arm') ? 'arm64' : name.startsWith('ppc') ? 'ppc64le' : name ==~ /(mission|card).*/ ? 'ppc64' : 'x86_64'
        if (random.nextInt(3) == 0) {
            text = text.readLines().findAll { !it.startsWith('needs') }.join('\n')
        }
        int times = 1 + Math.min(random.nextInt(4), random.nextInt(4))
        for (int i = 0; i < times; i++) {
            text = random.nextInt(4) == 0 ? damagedLines(text, language, random) : damagedTokens(text, language, random)
        }
        new Mutant(seed: seed, of: name, language: language, text: tame(text), home: home)
    }

    private String damagedTokens(String text, Language language, Random random) {
        List<String> all = split(text)
        if (all.empty) {
            return EDGES[random.nextInt(EDGES.size())]
        }
        int at = random.nextInt(all.size())
        switch (random.nextInt(10)) {
            case 0:
                all.remove(at)
                break
            case 1:
                all.add(at, all[at])
                break
            case 2:
                Collections.swap(all, at, Math.min(all.size() - 1, at + 1 + random.nextInt(4)))
                break
            case 3:
            case 4:
                List<Integer> numbers = (0..<all.size()).findAll { Integer i -> Character.isDigit(all[i].charAt(0)) }
                all[numbers ? numbers[random.nextInt(numbers.size())] : at] = EDGES[random.nextInt(EDGES.size())]
                break
            case 5:
                List<Integer> words = (0..<all.size()).findAll { Integer i -> Character.isLetter(all[i].charAt(0)) }
                int word = words ? words[random.nextInt(words.size())] : at
                all[word] = misspelled(all[word], random)
                break
            case 6:
                String bracket = BRACKETS[random.nextInt(BRACKETS.size())]
                random.nextBoolean() ? all.add(at, bracket) : all.set(at, bracket)
                break
            case 7:
                List<List<String>> scriptsOfLanguage = tokens[language]
                List<String> other = scriptsOfLanguage[random.nextInt(scriptsOfLanguage.size())]
                int from = random.nextInt(other.size())
                all.addAll(at, other.subList(from, Math.min(other.size(), from + 1 + random.nextInt(20))))
                break
            case 8:
                String noise = NOISE[random.nextInt(NOISE.size())]
                String token = all[at]
                int inside = random.nextInt(token.length() + 1)
                all[at] = token.substring(0, inside) + noise + token.substring(Math.min(token.length(), inside + random.nextInt(2)))
                break
            default:
                List<String> same = tokens[language][random.nextInt(tokens[language].size())]
                all[at] = same[random.nextInt(same.size())]
        }
        all.join('')
    }

    private static String misspelled(String word, Random random) {
        int at = random.nextInt(word.length())
        switch (random.nextInt(3)) {
            case 0: return word.substring(0, at) + 'q' + word.substring(at)
            case 1: return word.substring(0, at) + 'q' + word.substring(at + 1)
            default: return word.reverse()
        }
    }

    private String damagedLines(String text, Language language, Random random) {
        List<String> all = new ArrayList<>(text.readLines())
        if (all.empty) {
            return text
        }
        int at = random.nextInt(all.size())
        switch (random.nextInt(6)) {
            case 0:
                all.remove(at)
                break
            case 1:
                all.add(at, all[at])
                break
            case 2:
                Collections.swap(all, at, random.nextInt(all.size()))
                break
            case 3:
                List<String> others = lines[language]
                all.add(at, others[random.nextInt(others.size())])
                break
            case 4:
                return swappedBlocks(text, random)
            default:
                return text.substring(0, random.nextInt(text.length() + 1))
        }
        all.join('\n')
    }

    /** Two blocks change places, whole or with one inside the other. */
    private static String swappedBlocks(String text, Random random) {
        List<int[]> blocks = []
        Deque<Integer> open = new ArrayDeque<>()
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == (char) '{') {
                open.push(i)
            } else if (text.charAt(i) == (char) '}' && !open.empty) {
                blocks << ([open.pop(), i + 1] as int[])
            }
        }
        if (blocks.size() < 2) {
            return text
        }
        int[] one = blocks[random.nextInt(blocks.size())]
        int[] other = blocks[random.nextInt(blocks.size())]
        if (one[1] > other[0] && other[1] > one[0]) {
            return text.substring(0, one[0]) + text.substring(other[0], other[1]) + text.substring(one[1])
        }
        int[] first = one[0] < other[0] ? one : other
        int[] second = one[0] < other[0] ? other : one
        text.substring(0, first[0]) + text.substring(second[0], second[1]) + text.substring(first[1], second[0]) + text.substring(first[0], first[1]) + text.substring(second[1])
    }

    private String tame(String text) {
        text.replace('\\u', '\\q').replaceAll(WORD) { String word -> said.contains(word) || word.contains('q') ? word : "q$word".toString() }
    }
}
