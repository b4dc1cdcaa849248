# hello.elf, which images.groovy and images.js load:
#   as --32 -o hello.o hello.s
#   ld -m elf_i386 -N -Ttext=0x1000 -e start -o hello.elf hello.o
        .code16
        .globl start
text:   .asciz "an ELF file\n"
start:  mov $text, %si
        mov $0x3f8, %dx
next:   lodsb
        test %al, %al
        jz done
        out %al, (%dx)
        jmp next
done:   hlt
