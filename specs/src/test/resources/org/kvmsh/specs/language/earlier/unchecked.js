const m = unchecked(() => vm({memory: {at: 0, size: KB(64)}}))
