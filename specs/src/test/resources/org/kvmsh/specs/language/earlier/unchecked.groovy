def m = unchecked { vm { memory at: 0, size: 64.KB } }
