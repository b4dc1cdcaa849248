expect(() => caps('NR_*').value('NR_VCPUS') >= 1)
