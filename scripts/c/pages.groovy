// A guest in C, in a file beside the script: each page has what the guest wrote to it.
//   kvmsh scripts/c/pages.groovy

needs boards: ['real', 'emulated', 'remote', 'model:x86_64', 'model:arm-vgicv2']

def reported = []
def m = vm {
  guest file: 'pages.c', args: [4]
  on(ucall: 1) { e -> reported << e.args[0]; null }
}

test('each page has its pattern') {
  expect { m.run().code == 0 }
  expect { reported == [0, 1, 2, 3] }
  expect { m.symbols.checked == 4 }
  expect { m.console == '4 pages checked\n' }
}
