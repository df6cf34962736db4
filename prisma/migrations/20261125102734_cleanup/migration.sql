-- CreateEnum
CREATE TYPE "CleanupTrigger" AS ENUM ('USER', 'DAILY', 'DEPLOYMENT', 'ALARM');

-- CreateEnum
CREATE TYPE "CleanupStatus" AS ENUM ('PENDING', 'RUNNING', 'DONE', 'FAILED');

-- CreateTable
CREATE TABLE "CleanupPolicy" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "keepReleases" INTEGER NOT NULL DEFAULT 10,
    "buildCacheMb" INTEGER NOT NULL DEFAULT 20000,
    "diskAlarmPercent" INTEGER NOT NULL DEFAULT 85,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CleanupPolicy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CleanupRun" (
    "id" TEXT NOT NULL,
    "trigger" "CleanupTrigger" NOT NULL,
    "requestedBy" TEXT NOT NULL,
    "dryRun" BOOLEAN NOT NULL,
    "status" "CleanupStatus" NOT NULL DEFAULT 'PENDING',
    "activeSlot" TEXT,
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "plan" JSONB,
    "outcomes" JSONB NOT NULL DEFAULT '{}',
    "usage" JSONB,
    "freedBytes" BIGINT NOT NULL DEFAULT 0,
    "problem" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "CleanupRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DiskAlarm" (
    "hostname" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "folder" TEXT NOT NULL,
    "percent" INTEGER NOT NULL,

    CONSTRAINT "DiskAlarm_pkey" PRIMARY KEY ("hostname")
);

-- CreateIndex
CREATE UNIQUE INDEX "CleanupRun_activeSlot_key" ON "CleanupRun"("activeSlot");

-- CreateIndex
CREATE INDEX "CleanupRun_createdAt_idx" ON "CleanupRun"("createdAt");
