import { proxyContract } from './contract'
import { startNginx } from './nginx-under-test'

proxyContract('nginx', () => startNginx())
