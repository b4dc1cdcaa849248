#include "kvmsh.h"
int main(void) { return 7; }
