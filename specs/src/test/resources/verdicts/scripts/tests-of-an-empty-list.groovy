// verdict: none
// Tests are made from a list that is empty.
[].each { n -> test("t $n") { expect { 1 == 1 } } }
