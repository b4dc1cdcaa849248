println plan { memory at: 0, size: 64.KB; vcpu 0 }
