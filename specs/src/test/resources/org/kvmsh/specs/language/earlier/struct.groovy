def s = struct 'kvm_regs', rax: 1
def t = copy s
expect { same s, t }
