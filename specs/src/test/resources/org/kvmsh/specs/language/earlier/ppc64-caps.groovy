// board: model:rfc
expect { caps('PPC_RMA').there[0].name == 'KVM_CAP_PPC_RMA' && caps('PPC_RMA').all[0].ofKvm == 1 }
