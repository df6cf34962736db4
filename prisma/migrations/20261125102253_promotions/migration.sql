-- CreateEnum
CREATE TYPE "ComparisonStatus" AS ENUM ('PENDING', 'DONE', 'FAILED');

-- AlterEnum
ALTER TYPE "DeploymentKind" ADD VALUE 'PROMOTION';

-- CreateTable
CREATE TABLE "Comparison" (
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "fromSha" TEXT NOT NULL,
    "toSha" TEXT NOT NULL,
    "status" "ComparisonStatus" NOT NULL DEFAULT 'PENDING',
    "result" JSONB,
    "problem" JSONB,
    "requestedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "Comparison_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Comparison_appId_requestedAt_idx" ON "Comparison"("appId", "requestedAt");

-- CreateIndex
CREATE INDEX "Comparison_status_idx" ON "Comparison"("status");

-- CreateIndex
CREATE UNIQUE INDEX "Comparison_appId_fromSha_toSha_key" ON "Comparison"("appId", "fromSha", "toSha");

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_sourceReleaseId_fkey" FOREIGN KEY ("sourceReleaseId") REFERENCES "Release"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;
