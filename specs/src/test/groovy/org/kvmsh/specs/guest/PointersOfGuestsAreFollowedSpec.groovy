package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** What pointers of a guest in C point to is reached by a C expression. */
@Timeout(600)
class PointersOfGuestsAreFollowedSpec extends Specification {
    @AutoCleanup
    OnBoard on

    @Needs('cc:x86_64')
    def "a pointer that is followed without brackets says how: #language, #text"() {
        given:
        def js = language == Language.JS
        def c = 'struct node { int value; struct node *next; } first, *head = &first; int main(void) { return head->value; }'
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', js ? 'js' : 'groovy', '-e', (js ? "const m = vm({guest: {c: '$c'}});" : "m = vm { guest { c '$c' } }") + "\n$text")

        expect:
        result.err.readLines().with { [first(), last()] } == ['-e:2:3: to follow a pointer of the guest, put the C expression in brackets', "  write: symbols['head->$rest']".toString()]

        where:
        language        | text                        || rest
        Language.GROOVY | 'm.symbols.head.next'       || 'next'
        Language.GROOVY | 'm.symbols.head->next'      || 'next'
        Language.GROOVY | 'm.symbols.head.next.value' || 'next.value'
        Language.JS     | 'm.symbols.head.next.value' || 'next.value'
        Language.JS     | 'm.symbols.head->next'      || 'next'
    }

    def "a pointer is followed by its type, to read and to write: #language on #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board, language)
        def js = language == Language.JS
        def text = '''
            struct node { int value; struct node *next; struct { short a; } in; } third = {3}, second = {2, &third}, first = {1, &second, {7}};
            struct node *head = &first, *table[2] = {&second, &third}, **twice = &head;
            unsigned numbers[4] = {10, 11, 12, 13}, *number = numbers + 1, *null;
            void *any = &first;
            struct node *away = (struct node *)0x7123456000;
            uint64_t page[512] __attribute__((aligned(4096))), *volatile mapped = (uint64_t *)0x8000000;
            int main(void)
            {
                static struct node *volatile own = &third;
                mmu_on();
                map_page((uintptr_t)mapped, (uintptr_t)page, MAP_READ | MAP_WRITE);
                mapped[1] = 77;
                assert_eq(second.value, 20); assert_eq(numbers[3], 30); assert_eq(first.in.a, -1); assert_eq(first.value, 1);
                return own->value;
            }'''
        on.run(js ? "const m = vm({guest: {c: `$text`}})" : "m = vm { guest { c '''$text''' } }")
        def read = { String way -> on.run(js ? "String(m.symbols['$way'])" : "m.symbols['$way'].toString()") }
        def values = ['head->value': '1', 'head->next->value': '2', 'head.next.next.value': '3', 'table[1]->value': '3', 'head->in.a': '7', ' * number ': '11', 'number[2]': '13', 'main.own->value': '3', '**twice': read('first')]

        expect:
        values.collectEntries { [it.key, read(it.key)] } == values

        and: 'a struct that was reached leads on'
        on.run(js ? "const node = m.symbols['*head']; String([node.value, node['next->value'], node['*next'].value])" : "node = m.symbols['*head']; [node.value, node['next->value'], node['*next'].value].join(',')") == '1,2,2'
        on.run(js ? "m.symbols.head === m.symbols.address('first')" : "m.symbols.head == m.symbols.address('first')")

        when:
        on.run("m.symbols['head->next->value'] = 20; m.symbols['number[2]'] = 30; m.symbols['*head'] = ${js ? '{in: {a: -1}}' : '[in: [a: -1]]'}; m.symbols['*head']['next->next->value'] = 6")

        then:
        on.run(js ? 'String(m.run().code)' : 'm.run().code.toString()') == '6'
        ['head->next->value', 'head->in.a', 'main.own->value', 'mapped[1]'].collect { read(it) } == ['20', '-1', '6', '77']

        and: 'what is wrong names the pointer, and its address'
        on.failed("m.symbols['*null']").message == 'null is 0x0, a null pointer'
        on.failed("m.symbols['head->next->next->next->value']").message == 'head->next->next->next is 0x0, a null pointer'
        on.failed("m.symbols['away->value'] = 1").message ==~ /away is 0x7123456000, which (cannot be translated: the guest's address translation is on, and .*|is not in any memslot)/
        on.failed("m.symbols['*any']").message == '*any is void, whose size is unknown'
        on.failed("m.symbols['head->volue']").with { [message, notes()[0]] } == ['struct node has no member volue', "did you mean 'value'?"]
        on.failed("m.symbols['*head->value']").message == 'head->value is int, not a pointer'
        on.failed("m.symbols['head->value.x']").message == 'head->value is int, which has no members'
        on.failed("m.symbols['haed->value']").with { [message, notes()[0]] } == ["no variable 'haed'", "did you mean 'head'?"]
        on.failed("m.symbols['head->']").with { [message, *notes()] } == ["'head->' is not a variable, a member or an element", 'for example: head->next->value, *p, table[3].x']

        where:
        [board, language] << [['model:x86_64', 'kvm', 'qemu:arm64', 'qemu:riscv64'], Language.values()].combinations()
    }
}
