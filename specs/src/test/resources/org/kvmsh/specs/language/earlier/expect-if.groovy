// told: write expect inside the statement
def set = true
expect { if (set) { 1 == 1 } else { 2 == 2 } }
