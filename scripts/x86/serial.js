// A guest with a serial port and a debug-exit port: it waits for the transmitter as earlyprintk does, prints a line, reads what was typed, and ends the run with it.
//   kvmsh scripts/x86/serial.js
//   kvmsh -b model:x86_64 scripts/x86/serial.js

needs({boards: 'x86_64'})

const m = vm({
  memory: {at: 0, size: KB(64)},
  load: [
    {at: 0x1000, hex: `
      be 00 11        # mov  $0x1100, %si
      b3 20           # mov  $0x20, %bl
      ba fd 03        # next: mov $0x3fd, %dx
      ec              # busy: in %dx, %al
      84 d8           # test %bl, %al
      74 fb           # je   busy
      ba f8 03        # mov  $0x3f8, %dx
      ac              # lodsb
      84 c0           # test %al, %al
      74 03           # je   read
      ee              # out  %al, %dx
      eb ed           # jmp  next
      ec              # read: in %dx, %al
      e6 f4           # out  %al, $0xf4
      f4              # hlt
    `},
    {at: 0x1100, bytes: bytes('Linux version\r\n\0')},
  ],
  vcpu: {real: 0x1000},
  serial: {io: 0x3f8},
  debugExit: {io: 0xf4},
})

m.type('*')
const end = m.run({until: debug_exit, within: seconds(20)})
print(m.console)
expect(() => m.console == 'Linux version\r\n')
expect(() => end.code == 42)
