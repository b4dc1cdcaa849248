// told: compare it, or each element
expect { [1 == 1, 2 == 2] }
