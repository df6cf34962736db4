-- CreateEnum
CREATE TYPE "DeployStrategy" AS ENUM ('BLUE_GREEN', 'ROLLING', 'RECREATE');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "DeploymentPhase" ADD VALUE 'GATED';
ALTER TYPE "DeploymentPhase" ADD VALUE 'SOAKING';
ALTER TYPE "DeploymentPhase" ADD VALUE 'ROLLED_BACK';

-- AlterEnum
ALTER TYPE "InstanceState" ADD VALUE 'STANDBY';

-- AlterTable
ALTER TABLE "AppEnvironment" ADD COLUMN     "buildIdleMinutes" INTEGER NOT NULL DEFAULT 10,
ADD COLUMN     "buildTimeoutMinutes" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "deployTimeoutMinutes" INTEGER NOT NULL DEFAULT 60,
ADD COLUMN     "requireApproval" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "soakSeconds" INTEGER NOT NULL DEFAULT 5,
ADD COLUMN     "strategy" "DeployStrategy";

-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN     "approvedAt" TIMESTAMP(3),
ADD COLUMN     "approvedBy" TEXT,
ADD COLUMN     "previousReleaseId" TEXT,
ADD COLUMN     "soakUntil" TIMESTAMP(3),
ADD COLUMN     "strategy" "DeployStrategy",
ADD COLUMN     "strategyReason" TEXT;
