// told: compare its elements
expect(() => [1 == 1, 2 == 2])
