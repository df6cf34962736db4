import { proxyContract } from './contract'
import { startNginx } from './nginx-under-test'

proxyContract('nginx', () => startNginx(), {
  requestIds: true,
  failurePages: true,
  exactPaths: true,
  strictLengths: true,
  refusesTls: true,
})
