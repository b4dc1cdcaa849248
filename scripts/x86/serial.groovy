// A guest with a serial port and a debug-exit port: it waits for the transmitter as earlyprintk does, prints a line, reads what was typed, and ends the run with it.
//   kvmsh scripts/x86/serial.groovy
//   kvmsh -b model:x86_64 scripts/x86/serial.groovy

needs boards: 'x86_64'

def m = vm {
  memory at: 0, size: 64.KB
  load at: 0x1000, hex: '''
    be 00 11        # mov  si, 0x1100
    b3 20           # mov  bl, 0x20
    ba fd 03        # next: mov dx, 0x3fd
    ec              # busy: in al, dx
    84 d8           # test al, bl
    74 fb           # je   busy
    ba f8 03        # mov  dx, 0x3f8
    ac              # lodsb
    84 c0           # test al, al
    74 03           # je   read
    ee              # out  dx, al
    eb ed           # jmp  next
    ec              # read: in al, dx
    e6 f4           # out  0xf4, al
    f4              # hlt
  '''
  load at: 0x1100, bytes: 'Linux version\r\n\0'.bytes
  vcpu(0) { real 0x1000 }
  serial io: 0x3f8
  debugExit io: 0xf4
}

m.type '*'
def end = m.run until: debug_exit, within: 20.s
print m.console
expect { m.console == 'Linux version\r\n' }
expect { end.code == 42 }
