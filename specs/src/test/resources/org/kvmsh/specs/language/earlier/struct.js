const s = struct('kvm_regs', {rax: 1})
const t = copy(s)
expect(() => same(s, t))
