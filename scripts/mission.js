// The mission's line, on the board that has the ioctls of all three patch mails:
//   kvmsh -b model:rfc scripts/mission.js

needs({boards: 'model:rfc'})

vm({platform: SPAPR, arch: 206, rma: MB(128), vgic: {dist: 0x2c001000}})
