// told: write expect inside the statement
expect { for (i in 1..3) { i < 4 } }
