-- AlterEnum
ALTER TYPE "RouteState" ADD VALUE 'DOWN';

-- AlterTable
ALTER TABLE "Instance" ADD COLUMN     "containerId" TEXT,
ADD COLUMN     "engineRestarts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "haltReason" JSONB,
ADD COLUMN     "haltedAt" TIMESTAMP(3),
ADD COLUMN     "lastExitAt" TIMESTAMP(3),
ADD COLUMN     "lastExitCode" INTEGER,
ADD COLUMN     "lastOomAt" TIMESTAMP(3),
ADD COLUMN     "observedAt" TIMESTAMP(3),
ADD COLUMN     "observedStatus" TEXT,
ADD COLUMN     "ready" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "recentExits" TIMESTAMP(3)[],
ADD COLUMN     "repairAt" TIMESTAMP(3),
ADD COLUMN     "restartCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "startedAt" TIMESTAMP(3);
