// The mission's line, on the board that has the ioctls of all three patch mails:
//   kvmsh -b model:rfc scripts/mission.groovy

needs boards: 'model:rfc'

vm { platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 }
